/** Goes to the payment vendor's or a bank's page, out of the app. It sends the browser back to the group's bills. */
export function leaveFor(url: string): void {
  globalThis.location.assign(url);
}
