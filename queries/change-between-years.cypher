// 两年相比，谁的牵头任务增减最多？
MATCH (a:RoleBearer)-[:LEADS]->(t:Task)
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
WHERE d.issueDate.year IN [$year, $to_year]
WITH a, count(DISTINCT CASE WHEN d.issueDate.year = $year THEN t.id END) AS before,
  count(DISTINCT CASE WHEN d.issueDate.year = $to_year THEN t.id END) AS after
RETURN DISTINCT a.id AS agency, a.label AS agency_name, before, after, after - before AS change
