import type { MiddlewareHandler } from 'hono';

/** What every answer carries. The page's own policy is in its `<meta>`; framing can only be refused by a header. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
	await next();
	const { headers } = context.res;
	if (!headers.has('Content-Security-Policy')) {
		headers.set('Content-Security-Policy', "frame-ancestors 'none'");
	}
	headers.set('X-Content-Type-Options', 'nosniff');
	// A shared link is a secret: no other site may learn where a visitor came from.
	headers.set('Referrer-Policy', 'no-referrer');
	headers.set('Cross-Origin-Opener-Policy', 'same-origin');
	headers.set('Cross-Origin-Resource-Policy', 'same-origin');
	headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
};

/** Answers of the API are data: never shown as a page, and kept only where the route says so. */
export const apiHeaders: MiddlewareHandler = async (context, next) => {
	context.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
	context.header('Cache-Control', 'no-store');
	await next();
};
