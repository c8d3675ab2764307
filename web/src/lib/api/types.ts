import type { components } from './schema.gen';

type Schemas = components['schemas'];

// The app's words for the shapes in openapi.json. Only this file knows how the document names them.
export type Amount = Schemas['Amount'];
export type Server = Schemas['Server'];
export type User = Schemas['User'];
export type Session = Schemas['Session'];
export type Plan = Schemas['Plan'];
export type Group = Schemas['Group'];
export type GroupSummary = Schemas['GroupSummary'];
export type Member = Schemas['Member'];
export type Period = Schemas['Period'];
export type Credit = Schemas['Credit'];
export type ShareStatus = Schemas['Share']['status'];
export type Invitation = Schemas['Invitation'];
export type InvitationPreview = Schemas['InvitationPreview'];
export type Invoice = Schemas['Invoice'];
export type Share = Schemas['Share'];
export type PaymentClaim = Schemas['PaymentClaim'];
export type Model = Schemas['Model'];
export type Conversation = Schemas['Conversation'];
export type Message = Schemas['Message'];
export type Turn = Schemas['Turn'];
export type TokenUsage = Schemas['TokenUsage'];
export type UsageRow = Schemas['UsageRow'];
