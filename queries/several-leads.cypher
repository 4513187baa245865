// 哪些任务有两个以上牵头单位，是否“分别牵头”？
MATCH (x:Assignment {role: 'lead'})-[:ASSIGNEE]->(a:RoleBearer)
MATCH (x)-[:ON_TASK]->(t:Task)
WHERE EXISTS { MATCH (o:RoleBearer)-[:LEADS]->(t) WHERE o.id <> a.id }
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT x.id AS assignment, a.id AS agency, a.label AS agency_name, x.distribution AS distribution,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
