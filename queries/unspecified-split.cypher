// 哪些任务写了“分别牵头”“分别负责”却没说谁管什么？
MATCH (x:Assignment {distribution: 'several'})-[:ASSIGNEE]->(a:RoleBearer)
MATCH (x)-[:ON_TASK]->(t:Task)
MATCH (y:Assignment {distribution: 'several'})-[:ON_TASK]->(t)
WHERE y.role = x.role
MATCH (y)-[:ASSIGNEE]->(o:RoleBearer)
WHERE o.id <> a.id
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT x.id AS assignment, a.id AS agency, a.label AS agency_name, x.role AS role,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
