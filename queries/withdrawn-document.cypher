// 若某文件被撤回，各单位会失去哪些职责？
MATCH (x:Assignment)-[:STATED_IN]->(:OfficialDocument {id: $document})
MATCH (x)-[:ASSIGNEE]->(a:RoleBearer)
MATCH (x)-[:ON_TASK]->(t:Task)
WITH a, x.role AS role, count(DISTINCT t.id) AS lost
OPTIONAL MATCH (y:Assignment {role: role})-[:ASSIGNEE]->(a)
OPTIONAL MATCH (y)-[:ON_TASK]->(u:Task)
OPTIONAL MATCH (y)-[:STATED_IN]->(d:OfficialDocument)
RETURN DISTINCT a.id AS agency, a.label AS agency_name, role, lost,
  count(DISTINCT CASE WHEN d.id <> $document THEN u.id END) AS kept
