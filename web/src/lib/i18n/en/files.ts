/** Files that go with questions. */
export const files = {
  'files.add': 'Add files',
  'files.choose': 'Files to send',
  'files.waiting': 'Files for this message',
  'files.sent': 'Files of this message',
  'files.sending': 'Sending {name}',
  'files.cut': 'Only its beginning is read: it is very long',
  'files.retry': 'Send {name} again',
  'files.remove': 'Remove {name}',
  'files.save': 'Save {name}',
  'files.sealed': 'Sealed file',
  'files.drop': 'Drop files here',
  'files.tooMany': 'One message takes at most {count} files.',
  'files.pastedName': 'pasted text.txt',
  'problem.file_empty': 'This file is empty.',
  'problem.file_type_unknown':
    'Models read pictures (PNG, JPEG, GIF, WebP), PDF and plain text. This is something else, whatever its name says.',
  'problem.file_broken': 'This file is damaged and cannot be read.',
  'problem.file_too_large': 'Files have at most 20 MB. Send a part of it.',
  'problem.picture_too_large': 'Pictures have at most 5 MB and 8000 pixels on each side. Make it smaller.',
  'problem.document_locked': 'This PDF needs a password. Save it without one.',
  'problem.document_too_hard': 'Reading this PDF takes too long. Send a part of it, or its text.',
  'problem.document_without_text':
    'There is no text in this PDF, as it is when pages were scanned. Send its pages as pictures.',
  'problem.upload_cut': 'The file did not arrive whole. Send it again.',
  'problem.files_full':
    'Your files fill all the room there is. Delete chats with files that you do not need.',
  'problem.model_sees_no_pictures':
    'This model does not see pictures. Choose one that does, or take the pictures out.',
} as const;
