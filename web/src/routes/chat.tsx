// Owned by the chat engineer: thin components that take the route's parameters and render features/chat.
export function NewChatRoute() {
  return <main />;
}

export function ChatRoute() {
  return <main />;
}
