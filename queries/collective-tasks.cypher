// 哪些任务落到各县（市、区）政府等集合主体？
MATCH (x:Assignment)-[:ASSIGNEE]->(a:AgencyCollective)
WHERE $agency IS NULL OR a.id = $agency
MATCH (x)-[:ON_TASK]->(t:Task)
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT a.id AS agency, a.label AS agency_name, x.role AS role,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
