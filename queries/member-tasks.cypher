// 某单位作为集合主体的成员要承担哪些任务？
MATCH (c:RoleBearer)-[:HAS_MEMBER_AGENCY]->(:RoleBearer {id: $agency})
MATCH (x:Assignment)-[:ASSIGNEE]->(c)
MATCH (x)-[:ON_TASK]->(t:Task)
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT c.id AS collective, c.label AS collective_name, x.role AS role,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
