// 某事项由谁牵头、谁配合，依据是哪一条？
MATCH (t:Task)
WHERE t.taskText CONTAINS $topic
MATCH (x:Assignment)-[:ON_TASK]->(t)
MATCH (x)-[:ASSIGNEE]->(a:RoleBearer)
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT a.id AS agency, a.label AS agency_name, x.role AS role,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
