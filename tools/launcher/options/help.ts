/** What `npm start -- --help` prints. */
export const helpText = `Starts the whole system and feeds it: Kafka, schema registry, payment gateway, producer, consumer,
audit.

  npm start [-- options]

  --input <file>      CSV or CSV.GZ to import; a pattern in quotes, or several times (default: the sample day)
  --once              end by itself when everything is drained
  --output <form>     text or json; json prints one document with the totals (default: text)
  --rate <n>          at most n events per second
  --timeout <s>       with --once: seconds to wait for the drain after the last import progress (default: 600)
  --memory            in-process log instead of Kafka, all apps in one process; needs no Java, keeps nothing
  --fail payments=<p>%    the payment gateway fails on this share of its requests: watch the retries
  --outage payments=<t>   the payment gateway goes away for this time (500ms, 30s, 2m) after its first answer
  --port-base <n>     producer n, consumer n+1, audit n+2, payment gateway n+4, registry n+81, Kafka n+92,
                      controller n+192 (default: 3000)
  --brokers <1|3>     nodes of the local Kafka: with 3 every record has 3 copies and 2 are needed to write;
                      the others are on n+93, n+94 and n+193, n+194 (default: 1)
  --data-dir <dir>    keep all data there and go on from it next time (default: a throw-away folder in .spillway/)
  --keep              do not delete the throw-away folder at the end
  --version           what version this is
  --help              this text

Examples
  npm start
  npm start -- --input 'data/*.csv.gz' --rate 500
  npm start -- --rate 20 --fail payments=10% --outage payments=30s
  npm start --silent -- --input 'data/*.csv.gz' --once --output json > summary.json
  SPILLWAY_KAFKA_BROKERS=kafka-1:9092 SPILLWAY_REGISTRY_URL=http://registry:8081 npm start

Given services are used instead of local ones: SPILLWAY_KAFKA_BROKERS, SPILLWAY_REGISTRY_URL, SPILLWAY_CLICKHOUSE_URL,
SPILLWAY_POSTGRES_URL, SPILLWAY_PAYMENT_GATEWAY_URL.

Exit codes: 0 ok, 1 failed, 2 usage, 3 lag, gaps or duplicates left after --timeout.
`;
