/** Files that go with questions. */
export const files = {
  'files.add': 'Ajouter des fichiers',
  'files.choose': 'Fichiers à envoyer',
  'files.waiting': 'Fichiers pour ce message',
  'files.sent': 'Fichiers de ce message',
  'files.sending': 'Envoi de {name}',
  'files.cut': 'Seul le début est lu : c’est très long',
  'files.retry': 'Renvoyer {name}',
  'files.remove': 'Retirer {name}',
  'files.save': 'Enregistrer {name}',
  'files.sealed': 'Fichier scellé',
  'files.drop': 'Dépose les fichiers ici',
  'files.tooMany': 'Un message accepte au plus {count} fichiers.',
  'files.pastedName': 'texte collé.txt',
  'problem.file_empty': 'Ce fichier est vide.',
  'problem.file_type_unknown':
    'Les modèles lisent les images (PNG, JPEG, GIF, WebP), les PDF et le texte brut. Ceci est autre chose, quoi que dise son nom.',
  'problem.file_broken': 'Ce fichier est abîmé et ne peut pas être lu.',
  'problem.file_too_large': 'Les fichiers font au plus 20 Mo. Envoies-en une partie.',
  'problem.picture_too_large': 'Les images font au plus 5 Mo et 8000 pixels de côté. Réduis-la.',
  'problem.document_locked': 'Ce PDF demande un mot de passe. Enregistre-le sans.',
  'problem.document_too_hard': 'La lecture de ce PDF est trop longue. Envoies-en une partie, ou son texte.',
  'problem.document_without_text':
    'Il n’y a pas de texte dans ce PDF, comme quand des pages ont été numérisées. Envoie les pages en images.',
  'problem.upload_cut': 'Le fichier n’est pas arrivé entier. Renvoie-le.',
  'problem.files_full':
    'Tes fichiers occupent toute la place. Supprime des discussions dont les fichiers ne servent plus.',
  'problem.model_sees_no_pictures':
    'Ce modèle ne voit pas les images. Choisis-en un qui les voit, ou retire les images.',
} as const;
