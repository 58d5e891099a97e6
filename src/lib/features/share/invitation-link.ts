const TOKEN = /^invite\.[A-Za-z0-9_-]{43}$/;

/** The token rides in the fragment, which browsers send to no server and in no referrer. */
export const formatInvitationLink = (origin: string, token: string): string =>
	new URL(`/invitation#${token}`, origin).href;

/** The token out of what stands behind a link's "#"; null when that was cut or changed. */
export const parseInvitationToken = (fragment: string): string | null =>
	TOKEN.test(fragment) ? fragment : null;
