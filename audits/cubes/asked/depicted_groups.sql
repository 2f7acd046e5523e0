-- Groups of the depicted people
-- To which group did the requester perceive the depicted person to belong?
-- answers: J-04, J-05
-- means: Each row is a group as the requester perceived it, in a quarter and a service; "all" is the total.
-- not: It is not what the depicted person says of himself or herself. A row without a number is withheld.
-- chart: table
-- parameter quarter: text | quarter, such as 2026-Q1; every one when left out
-- parameter service: text | code of the service; every one when left out
select quarter, service, group_depicted, requests
from requests_by_group
where quarter = coalesce($quarter, quarter) and service = coalesce($service, service)
order by quarter, service, group_depicted = 'all', group_depicted
