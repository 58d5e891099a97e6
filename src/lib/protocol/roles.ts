/** What a link lets its bearer do in one project. */
export type Role = 'owner' | 'editor' | 'viewer';

export const ROLES: readonly Role[] = ['owner', 'editor', 'viewer'];

export const canEdit = (role: Role): boolean => role !== 'viewer';
export const canShare = (role: Role): boolean => role === 'owner';
