import type { Event } from "#domain/shared/aggregate-root.ts";

export type OrganizationEvent =
  | Event<"OrganizationCreated">
  | Event<"OrganizationRevised">
  | (Event<"MemberAdded" | "MemberRoleChanged"> & { readonly userId: string; readonly role: string })
  | (Event<"MemberRemoved"> & { readonly userId: string });

export type RoomEvent = Event<"RoomAdded"> | Event<"RoomChanged"> | Event<"RoomRemoved">;

export type InvitationEvent =
  | Event<"InvitationMade">
  | (Event<"InvitationAccepted"> & { readonly userId: string })
  | Event<"InvitationWithdrawn">;

export type InvitationLinkEvent =
  | Event<"InvitationLinkMade">
  | (Event<"InvitationLinkUsed"> & { readonly userId: string })
  | Event<"InvitationLinkWithdrawn">;
