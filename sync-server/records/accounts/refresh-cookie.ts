import type { Call } from '../module.ts';

const NAME = 'rastudios-refresh';
const TOKEN = /^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/;

type Asked = Pick<Call, 'header' | 'cookie'>;

/** Whether the browser is at the very machine without TLS, where it stores no `Secure` cookie. */
function isDevelopment({ header }: Pick<Call, 'header'>): boolean {
	const origin = header('origin') ?? '';
	return /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
}

/** A cookie that only this very host gets back, in requests of its own pages, and that no script can read. */
export function writeCookie(call: Asked, name: string, value: string, maxAgeSeconds: number): string {
	const open = isDevelopment(call);
	const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${open ? '' : '; Secure'}`;
	return `${cookieName(call, name)}=${value}; ${attributes}`;
}

/** The value of a cookie that `writeCookie` wrote. */
export const readCookie = (call: Asked, name: string): string | null => call.cookie(cookieName(call, name));

const cookieName = (call: Asked, name: string): string => (isDevelopment(call) ? name : `__Host-${name}`);

export const refreshCookie = (call: Asked, token: string, maxAgeSeconds: number): string =>
	writeCookie(call, NAME, token, maxAgeSeconds);

export const noRefreshCookie = (call: Asked): string => writeCookie(call, NAME, '', 0);

export type RefreshToken = { readonly family: string; readonly secret: string };

export function readRefreshCookie(call: Asked): RefreshToken | null {
	const value = readCookie(call, NAME) ?? '';
	if (!TOKEN.test(value)) return null;
	const [family = '', secret = ''] = value.split('.');
	return { family, secret };
}

/**
 * Whether a page of ours sent this: no form and no other site's page can set the header, and browsers say where a
 * request comes from.
 */
export const isFromOurPage = ({ header }: Pick<Call, 'header'>): boolean =>
	header('x-rastudios') === '1' && header('origin') !== null;
