// 两个单位在哪些事项上协作，各是什么角色？
MATCH (x:Assignment)-[:ASSIGNEE]->(:RoleBearer {id: $agency})
MATCH (x)-[:ON_TASK]->(t:Task)
MATCH (y:Assignment)-[:ON_TASK]->(t)
MATCH (y)-[:ASSIGNEE]->(:RoleBearer {id: $other})
WHERE $agency <> $other
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT x.role AS role, y.role AS other_role,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
