-- Requests by quarter
-- How many requests were sent in each closed quarter, for each service?
-- answers: J-02
-- means: Each row is a closed quarter and a service, with its requests.
-- not: A row without a number is withheld, because it or another one is small. It is not zero.
-- chart: table
select quarter, service, requests
from requests_by_quarter
order by quarter, service
