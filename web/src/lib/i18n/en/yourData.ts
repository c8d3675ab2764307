/** Taking one's data along, and closing the account. */
export const yourData = {
  'data.title': 'Your data',
  'data.exportTitle': 'Take it with you',
  'data.exportText':
    'One ZIP file with your profile, groups, shares, payments, usage and all your chats, as Markdown to read and as JSON for programs. Nothing in it is sealed any more: keep it somewhere safe.',
  'data.export': 'Export everything',
  'data.exporting': 'Writing your file: {size} so far',
  'data.exportDone': 'Your file is ready: {size}',
  'data.closeTitle': 'Close the account',
  'data.closeText':
    'Your chats are gone at once, and nobody can bring them back: not you, and not whoever runs this server. Export them first if you may want them again.',
  'data.closeGroups':
    'Your places in groups end like those of everybody who leaves. What you owe stays owed; invoices and usage stay for the others, without your name.',
  'data.close': 'Close my account',
  'data.closeConfirm': 'Delete everything and close',
  'data.closed': 'Your account is closed.',
  'data.closeOwned': 'Hand over first: {groups}',
} as const;
