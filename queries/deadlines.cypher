// 某日前要完成的任务有哪些，由谁牵头？
MATCH (t:Task)
WHERE t.deadline >= $since AND t.deadline <= $until
OPTIONAL MATCH (x:Assignment)-[:ON_TASK]->(t)
WHERE x.role IN ['lead', 'responsible']
OPTIONAL MATCH (x)-[:ASSIGNEE]->(a:RoleBearer)
WITH t, x, a
WHERE $agency IS NULL OR a.id = $agency
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT t.deadline AS deadline, t.deadlineText AS deadline_text,
  t.deadlinePrecision AS deadline_precision, a.id AS agency, a.label AS agency_name, x.role AS role,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
