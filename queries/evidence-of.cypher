// 关于某单位的全部职责及其出处
MATCH (x:Assignment)-[:ASSIGNEE]->(:RoleBearer {id: $agency})
MATCH (x)-[:ON_TASK]->(t:Task)
MATCH (x)-[:STATED_IN]->(d:OfficialDocument)
WHERE $document IS NULL OR d.id = $document
MATCH (x)-[:EVIDENCE]->(e:TextSpan)
MATCH (e)-[:IN_SOURCE]->(s:SourceText)
RETURN DISTINCT x.id AS assignment, x.role AS role, x.surfaceForm AS surface, x.resolvedBy AS basis,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number, t.sectionPath AS path,
  s.fileName AS file, e.start AS `offset`, e.end AS offset_end, e.exact AS evidence
