import java.io.File;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.openide.util.Lookup;

/** Reads one file with Gephi's own importer and prints what is left of it: nodes, edges, then each edge. */
class GephiImport {
    public static void main(String[] arguments) throws Exception {
        Lookup lookup = Lookup.getDefault();
        ProjectController projects = lookup.lookup(ProjectController.class);
        projects.newProject();
        ImportController importer = lookup.lookup(ImportController.class);
        Container container = importer.importFile(new File(arguments[0]));
        importer.process(container, new DefaultProcessor(), projects.getCurrentWorkspace());
        Graph graph = lookup.lookup(GraphController.class).getGraphModel().getGraph();
        System.out.println("nodes\t" + graph.getNodeCount());
        System.out.println("edges\t" + graph.getEdgeCount());
        for (Edge edge : graph.getEdges()) {
            System.out.println(edge.getSource().getId() + "\t" + edge.getTarget().getId() + "\t" + edge.getTypeLabel());
        }
        System.exit(0);
    }
}
