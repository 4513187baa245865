// 哪些事项被委托，委托单位和受委托单位是谁？
MATCH (x:Delegation)-[:DELEGATOR]->(a:RoleBearer)
WHERE $delegator IS NULL OR a.id = $delegator
MATCH (x)-[:DELEGATE]->(b:RoleBearer)
WHERE $delegate IS NULL OR b.id = $delegate
MATCH (x)-[:STATED_IN]->(d:OfficialDocument)
MATCH (x)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT x.id AS delegation, a.id AS delegator, a.label AS delegator_name,
  b.id AS delegate, b.label AS delegate_name, d.id AS document, d.documentNumber AS number, e.exact AS evidence
