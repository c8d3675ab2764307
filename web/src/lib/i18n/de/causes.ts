export const causes = {
  'cause.server_stopped': 'Der Server hielt an, bevor die Antwort ganz war.',
  'cause.took_too_long': 'Die Antwort hat zu lange gedauert.',
  'cause.answer_too_long': 'Die Antwort war zu lang: Bitte um eine kürzere.',
  'cause.content_refused':
    'Das Modell wollte darauf nicht antworten. Frag anders, oder wähle ein anderes Modell.',
  'cause.file_unreadable': 'Ein Bild war nicht lesbar. Versuch es noch einmal, oder schick das Bild neu.',
  'cause.answer_interrupted': 'Der KI-Anbieter brach ab.',
  'cause.provider_busy': 'Der KI-Anbieter ist überlastet. Versuch es in einer Minute noch einmal.',
  'cause.context_too_long': 'Das Gespräch ist zu lang für dieses Modell. Beginn ein neues.',
  'cause.model_unknown': 'Der KI-Anbieter hat dieses Modell nicht mehr. Wähle ein anderes.',
  'cause.provider_unavailable':
    'Der KI-Anbieter ist nicht erreichbar oder hat nicht geantwortet. Versuch es noch einmal, oder wähle ein anderes Modell.',
};
