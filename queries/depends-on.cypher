// 哪些单位依赖某单位？
MATCH (s:RoleBearer {id: $agency})-[:SUPPORTS]->(t:Task)
MATCH (a:RoleBearer)-[r:LEADS|IS_RESPONSIBLE_FOR]->(t)
WHERE a.id <> $agency AND (type(r) = 'LEADS' OR (
  NOT EXISTS { MATCH (:RoleBearer)-[:LEADS]->(t) } AND
  NOT EXISTS { MATCH (o:RoleBearer)-[:IS_RESPONSIBLE_FOR]->(t) WHERE o.id <> a.id }))
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT a.id AS dependent, a.label AS dependent_name,
  CASE type(r) WHEN 'LEADS' THEN 'lead' ELSE 'sole' END AS basis,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
