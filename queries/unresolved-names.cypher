// 哪些主体没有确认是哪个单位？
MATCH (x:Assignment)-[:ASSIGNEE]->(a:UnresolvedBody)
MATCH (x)-[:ON_TASK]->(t:Task)
MATCH (x)-[:STATED_IN]->(d:OfficialDocument)
RETURN DISTINCT a.id AS agency, a.label AS agency_name, d.id AS document, d.documentNumber AS number,
  count(DISTINCT t.id) AS tasks
