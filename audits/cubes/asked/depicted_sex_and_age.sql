-- Sex and age of the depicted people
-- Which sex and age did the requester perceive the depicted person to have?
-- answers: J-04
-- means: Each row is a sex and a band of ages as the requester perceived them, in a quarter and a service; "all" is a total.
-- not: It is not a fact about the depicted person. A row without a number is withheld.
-- chart: table
-- parameter quarter: text | quarter, such as 2026-Q1; every one when left out
-- parameter service: text | code of the service; every one when left out
select quarter, service, sex, age, requests
from requests_by_sex_and_age
where quarter = coalesce($quarter, quarter) and service = coalesce($service, service)
order by quarter, service, sex = 'all', sex, age = 'all', age
