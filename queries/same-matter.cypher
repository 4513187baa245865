// 某事项在不同文件里的任务是否由同一单位牵头？
MATCH (t:Task)
WHERE t.taskText CONTAINS $topic
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
UNWIND t.word AS word
MATCH (o:Task)
WHERE word IN o.word AND (t.id < o.id OR NOT o.taskText CONTAINS $topic)
MATCH (o)-[:STATED_IN]->(p:OfficialDocument)
WHERE d.id <> p.id
WITH t, o, d, p, count(DISTINCT word) AS words
WHERE words >= $minimum
RETURN DISTINCT t.id AS task, o.id AS other, words,
  COUNT {
    MATCH (b:RoleBearer)
    WHERE EXISTS { MATCH (b)-[:LEADS]->(t) } AND EXISTS { MATCH (b)-[:LEADS]->(o) }
    RETURN DISTINCT b.id
  } AS shared_leads,
  COUNT { MATCH (b:RoleBearer)-[:LEADS]->(t) RETURN DISTINCT b.id } AS leads,
  COUNT { MATCH (b:RoleBearer)-[:LEADS]->(o) RETURN DISTINCT b.id } AS other_leads,
  t.taskText AS task_text, o.taskText AS other_text, d.id AS document, p.id AS other_document
