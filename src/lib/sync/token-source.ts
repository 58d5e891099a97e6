import type { AccessRefusal } from './project-access.ts';

/** There is no token, and this is why. */
export type TokenRefusal = { readonly reason: AccessRefusal; readonly message: string };

/**
 * Where a newer token for one project comes from. Given the one that no longer holds (or soon will not; '' when there is
 * none yet); null when there is no other. Rejects while that cannot be known. Called once at a time.
 */
export type TokenSource = (stale: string) => Promise<string | TokenRefusal | null>;
