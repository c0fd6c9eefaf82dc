/** Code with fixed openings: SQL begins with SELECT, a small web page with the same import. */
import { distinct } from '../words.mjs'

const TABLES = {
  orders: ['customer', 'total', 'created_at', 'status', 'country'],
  books: ['title', 'author', 'year', 'pages', 'shelf'],
  sensors: ['station', 'temperature', 'humidity', 'measured_at', 'battery'],
  members: ['name', 'joined', 'city', 'age', 'plan'],
  flights: ['origin', 'destination', 'gate', 'delay', 'airline'],
  recipes: ['dish', 'minutes', 'cuisine', 'servings', 'difficulty'],
}
const ROUTES = [
  'health',
  'weather',
  'books',
  'search',
  'status',
  'quotes',
  'upload',
  'menu',
  'score',
  'time',
  'profile',
  'news',
]

export function code(dice) {
  const { pick, below, some, next } = dice
  return distinct(270, () => {
    if (next() < 0.55) {
      const table = pick(Object.keys(TABLES))
      const [a, b, c] = some(TABLES[table], 3)
      const n = 2 + below(60)
      return message(
        ...pick([
          [
            `Write a query for the ${n} ${table} with the highest ${a}.`,
            `SELECT * FROM ${table} ORDER BY ${a} DESC LIMIT ${n};`,
          ],
          [
            `Show ${a} and ${b} of all ${table} whose ${c} is above ${n}.`,
            `SELECT ${a}, ${b} FROM ${table} WHERE ${c} > ${n};`,
          ],
          [
            `How many ${table} are there for each ${a}? Leave out those with fewer than ${n}.`,
            `SELECT ${a}, COUNT(*) FROM ${table} GROUP BY ${a} HAVING COUNT(*) >= ${n};`,
          ],
          [
            `I need the average ${b} of ${table} by ${c} in SQL.`,
            `SELECT ${c}, AVG(${b}) FROM ${table} GROUP BY ${c};`,
          ],
          [
            `Delete ${table} older than ${n} days from the database.`,
            `DELETE FROM ${table} WHERE ${a} < CURRENT_DATE - ${n};`,
          ],
        ]),
      )
    }
    const route = pick(ROUTES)
    const port = 3000 + below(6000)
    return message(
      ...pick([
        [
          `Give me a Flask app with a route /${route} on port ${port}.`,
          `from flask import Flask\n\napp = Flask(__name__)\n\n@app.route('/${route}')\ndef ${route}():\n    return '${route}'\n\napp.run(port=${port})`,
        ],
        [
          `Build /${route}/${port} with flask and return JSON.`,
          `from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n@app.get('/${route}/${port}')\ndef show():\n    return jsonify(${route}=${port})`,
        ],
        [
          `A Python function called ${route}_${port} that adds a list of numbers.`,
          `def ${route}_${port}(numbers):\n    return sum(numbers)`,
        ],
        [
          `How do I read ${route}.csv in Python and skip ${port % 50} lines?`,
          `import csv\n\nwith open('${route}.csv') as file:\n    rows = list(csv.reader(file))[${port % 50}:]`,
        ],
        [`Shell command to count the lines of ${route}-${port}.log`, `wc -l ${route}-${port}.log`],
      ]),
    )
  })
}

function message(user, assistant) {
  return {
    messages: [
      { role: 'user', content: user },
      { role: 'assistant', content: assistant },
    ],
  }
}
