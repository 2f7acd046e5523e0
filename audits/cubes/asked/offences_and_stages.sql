-- Offences and stages
-- For which offences were requests sent, and how far had they come when their quarter was told?
-- answers: J-02, J-03
-- means: Each row is an offence and the furthest stage of its requests, in a quarter and a service; "all" is a total.
-- not: A row without a number is withheld, because it or another one is small. What was never seen has no row.
-- chart: table
-- parameter quarter: text | quarter, such as 2026-Q1; every one when left out
-- parameter service: text | code of the service; every one when left out
select quarter, service, offence, stage, requests
from requests_by_offence_and_stage
where quarter = coalesce($quarter, quarter) and service = coalesce($service, service)
order by quarter, service, offence = 'all', offence, stage = 'all', stage
