// 某单位配合哪些部门的工作？
MATCH (a:RoleBearer {id: $agency})-[:SUPPORTS]->(t:Task)
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
OPTIONAL MATCH (l:RoleBearer)-[:LEADS]->(t)
RETURN DISTINCT l.id AS leader, l.label AS leader_name,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
