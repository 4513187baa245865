// 某单位依赖哪些单位？
MATCH (a:RoleBearer {id: $agency})-[r:LEADS|IS_RESPONSIBLE_FOR]->(t:Task)
WHERE type(r) = 'LEADS' OR (
  NOT EXISTS { MATCH (:RoleBearer)-[:LEADS]->(t) } AND
  NOT EXISTS { MATCH (o:RoleBearer)-[:IS_RESPONSIBLE_FOR]->(t) WHERE o.id <> $agency })
MATCH (s:RoleBearer)-[:SUPPORTS]->(t)
WHERE s.id <> $agency
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT s.id AS supporter, s.label AS supporter_name,
  CASE type(r) WHEN 'LEADS' THEN 'lead' ELSE 'sole' END AS basis,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
