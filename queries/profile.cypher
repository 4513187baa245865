// 哪个单位只配合、从不牵头？哪个牵头最多？
MATCH (x:Assignment)-[:ASSIGNEE]->(a:RoleBearer)
WHERE $agency IS NULL OR a.id = $agency
MATCH (x)-[:ON_TASK]->(t:Task)
RETURN DISTINCT a.id AS agency, a.label AS agency_name,
  count(DISTINCT CASE x.role WHEN 'lead' THEN t.id END) AS lead,
  count(DISTINCT CASE x.role WHEN 'support' THEN t.id END) AS support,
  count(DISTINCT CASE x.role WHEN 'responsible' THEN t.id END) AS responsible,
  count(DISTINCT CASE x.role WHEN 'implement' THEN t.id END) AS implement,
  count(DISTINCT CASE x.role WHEN 'guide' THEN t.id END) AS guide,
  count(DISTINCT CASE x.role WHEN 'supervise' THEN t.id END) AS supervise,
  count(DISTINCT CASE x.role WHEN 'accept' THEN t.id END) AS accept
