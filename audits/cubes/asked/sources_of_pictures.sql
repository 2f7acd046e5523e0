-- Sources of the pictures
-- From what kind of source did the searched pictures come?
-- answers: J-02
-- means: Each row is a kind of source, in a quarter and a service; "all" is the total.
-- not: A row without a number is withheld, because it or another one is small. What was never seen has no row.
-- chart: table
-- parameter quarter: text | quarter, such as 2026-Q1; every one when left out
-- parameter service: text | code of the service; every one when left out
select quarter, service, source, requests
from requests_by_source
where quarter = coalesce($quarter, quarter) and service = coalesce($service, service)
order by quarter, service, source = 'all', source
