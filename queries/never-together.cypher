// 哪些部门之间从来没有共同任务？
MATCH (a:Agency)
WHERE EXISTS { MATCH (:Assignment)-[:ASSIGNEE]->(a) }
MATCH (b:Agency)
WHERE a.id < b.id AND EXISTS { MATCH (:Assignment)-[:ASSIGNEE]->(b) }
  AND ($agency IS NULL OR a.id = $agency OR b.id = $agency)
  AND NOT EXISTS {
    MATCH (x:Assignment)-[:ASSIGNEE]->(a)
    MATCH (x)-[:ON_TASK]->(t:Task)
    MATCH (y:Assignment)-[:ON_TASK]->(t)
    MATCH (y)-[:ASSIGNEE]->(b)
  }
RETURN DISTINCT a.id AS first, a.label AS first_name, b.id AS second, b.label AS second_name
