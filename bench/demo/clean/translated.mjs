/** One sentence in four languages: the target language decides the answer's words, as it should. */
import { distinct } from '../words.mjs'

const WHO = [
  ['My sister', 'Meine Schwester', 'Ma sœur', 'Mi hermana'],
  ['The baker', 'Der Bäcker', 'Le boulanger', 'El panadero'],
  ['Our teacher', 'Unsere Lehrerin', 'Notre professeur', 'Nuestra maestra'],
  ['The old sailor', 'Der alte Seemann', 'Le vieux marin', 'El viejo marinero'],
  ['A friend', 'Ein Freund', 'Un ami', 'Un amigo'],
  ['The neighbour', 'Die Nachbarin', 'La voisine', 'La vecina'],
  ['Grandfather', 'Großvater', 'Grand-père', 'El abuelo'],
  ['The doctor', 'Die Ärztin', 'Le médecin', 'La doctora'],
  ['Their dog', 'Ihr Hund', 'Leur chien', 'Su perro'],
  ['The gardener', 'Der Gärtner', 'Le jardinier', 'El jardinero'],
]
const DOES = [
  ['drinks coffee', 'trinkt Kaffee', 'boit du café', 'toma café'],
  ['reads the newspaper', 'liest die Zeitung', 'lit le journal', 'lee el periódico'],
  ['works in the garden', 'arbeitet im Garten', 'travaille dans le jardin', 'trabaja en el jardín'],
  ['sings a song', 'singt ein Lied', 'chante une chanson', 'canta una canción'],
  ['waits for the train', 'wartet auf den Zug', 'attend le train', 'espera el tren'],
  ['walks along the river', 'geht am Fluss entlang', 'marche le long de la rivière', 'camina junto al río'],
  ['sleeps under the tree', 'schläft unter dem Baum', 'dort sous l’arbre', 'duerme bajo el árbol'],
  ['eats an apple', 'isst einen Apfel', 'mange une pomme', 'come una manzana'],
  ['looks for the key', 'sucht den Schlüssel', 'cherche la clé', 'busca la llave'],
  ['cooks soup', 'kocht Suppe', 'prépare de la soupe', 'prepara sopa'],
  ['laughs a lot', 'lacht viel', 'rit beaucoup', 'ríe mucho'],
  ['paints the door', 'streicht die Tür', 'peint la porte', 'pinta la puerta'],
]
const WHEN = [
  ['every morning', 'jeden Morgen', 'chaque matin', 'cada mañana'],
  ['on Sunday', 'am Sonntag', 'le dimanche', 'el domingo'],
  ['in winter', 'im Winter', 'en hiver', 'en invierno'],
  ['after dinner', 'nach dem Essen', 'après le dîner', 'después de la cena'],
  ['at night', 'in der Nacht', 'la nuit', 'por la noche'],
  ['in the evening', 'am Abend', 'le soir', 'por la tarde'],
  ['today', 'heute', 'aujourd’hui', 'hoy'],
]
const LANGUAGES = ['English', 'German', 'French', 'Spanish']

export function translated({ pick, some }) {
  return distinct(280, () => {
    const [from, to] = some([0, 1, 2, 3], 2)
    const [who, does, when] = [pick(WHO), pick(DOES), pick(WHEN)]
    const said = (language) => `${who[language]} ${does[language]} ${when[language]}.`
    const prompt = pick([
      `Translate into ${LANGUAGES[to]}: ${said(from)}`,
      `${said(from)}\nHow does one say this in ${LANGUAGES[to]}?`,
      `${LANGUAGES[from]}: ${said(from)} ${LANGUAGES[to]}:`,
    ])
    return { prompt, response: said(to) }
  })
}
