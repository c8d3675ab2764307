/** Taking one's data along, and closing the account. */
export const yourData = {
  'data.title': 'Tes données',
  'data.exportTitle': 'Les emporter',
  'data.exportText':
    'Un fichier ZIP avec ton profil, tes groupes, parts, paiements, ton utilisation et toutes tes discussions, en Markdown pour lire et en JSON pour les programmes. Plus rien n’y est scellé : garde-le en lieu sûr.',
  'data.export': 'Tout exporter',
  'data.exporting': 'Écriture du fichier : {size} pour l’instant',
  'data.exportDone': 'Ton fichier est prêt : {size}',
  'data.closeTitle': 'Fermer le compte',
  'data.closeText':
    'Tes discussions disparaissent aussitôt, et personne ne peut les faire revenir : ni toi, ni qui gère ce serveur. Exporte-les d’abord si tu penses en avoir encore besoin.',
  'data.closeGroups':
    'Tes places dans les groupes se terminent comme celles de qui part. Ce que tu dois reste dû ; les factures et l’utilisation restent pour les autres, sans ton nom.',
  'data.close': 'Fermer mon compte',
  'data.closeConfirm': 'Tout supprimer et fermer',
  'data.closed': 'Ton compte est fermé.',
  'data.closeOwned': 'Confie d’abord : {groups}',
} as const;
