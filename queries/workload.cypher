// 各单位按角色各有多少任务？
MATCH (x:Assignment)-[:ASSIGNEE]->(a:RoleBearer)
WHERE ($agency IS NULL OR a.id = $agency) AND ($role IS NULL OR x.role = $role)
MATCH (x)-[:ON_TASK]->(t:Task)
MATCH (x)-[:STATED_IN]->(d:OfficialDocument)
WHERE $year IS NULL OR d.issueDate.year = $year
RETURN DISTINCT a.id AS agency, a.label AS agency_name, x.role AS role, count(DISTINCT t.id) AS tasks
