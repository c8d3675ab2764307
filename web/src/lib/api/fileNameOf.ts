/** The name that an answer gives its file; without one `otherwise`. */
export function fileNameOf({ headers }: Response, otherwise: string): string {
  const named = /filename="([\w.-]+)"/.exec(headers.get('content-disposition') ?? '');
  return named?.[1] ?? otherwise;
}
