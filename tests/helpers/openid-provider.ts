import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const CLIENT_ID = 'rastudios';
export const CLIENT_SECRET = 'a secret of the client';

/** A real OpenID provider with its own login page, on a free port of this machine. Everybody is who they say. */
export async function startOpenidProvider(redirectUris: readonly string[], isPublic = false) {
	const http = createServer();
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
	const provider = new Provider(issuer, {
		clients: [
			{
				client_id: CLIENT_ID,
				redirect_uris: [...redirectUris],
				response_types: ['code'],
				grant_types: ['authorization_code'],
				...(isPublic ? { token_endpoint_auth_method: 'none' } : { client_secret: CLIENT_SECRET }),
			},
		],
		claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
		conformIdTokenClaims: false,
		cookies: { keys: ['only for tests'] },
		pkce: { required: () => true },
		findAccount: (_context, id) => ({
			accountId: id,
			claims: () => ({ sub: id, name: `${id} of elsewhere`, preferred_username: id }),
		}),
	});
	// Its login page would ask a stranger for letters.
	provider.use(async (context, next) => {
		await next();
		if (typeof context.body === 'string') context.body = context.body.replace(/@import url\([^)]*\);/g, '');
	});
	const handle = provider.callback();
	http.on('request', (request, response) => void handle(request, response));
	return { issuer, close: () => close(http) };
}

function close(http: Server): Promise<void> {
	http.closeAllConnections();
	return new Promise((resolve) => http.close(() => resolve()));
}

/** What a person does at the provider: follows it to its login page, types a name, agrees; or turns back. */
export async function visitProvider(url: string, name: string, turnBack = false): Promise<URL> {
	const cookies = new Map<string, string>();
	let request: { url: string; form?: Readonly<Record<string, string>> } = { url };
	for (let hop = 0; hop < 20; hop += 1) {
		const response = await fetch(request.url, {
			redirect: 'manual',
			headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
			...(request.form && { method: 'POST', body: new URLSearchParams(request.form) }),
		});
		for (const cookie of response.headers.getSetCookie()) {
			const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			cookies.set(key, value);
		}
		const location = response.headers.get('location');
		if (location !== null) {
			const next = new URL(location, request.url);
			if (next.origin !== new URL(url).origin) return next;
			request = { url: next.href };
			continue;
		}
		request = readForm(await response.text(), request.url, name, turnBack);
	}
	throw new Error('The provider never sent its visitor back');
}

function readForm(page: string, url: string, name: string, turnBack: boolean) {
	if (turnBack) {
		const [, abort = ''] = /href="([^"]*\/abort)"/.exec(page) ?? [];
		return { url: new URL(abort, url).href };
	}
	const [, action = ''] = /<form[^>]*action="([^"]+)"/.exec(page) ?? [];
	const [, prompt = ''] = /name="prompt" value="([^"]+)"/.exec(page) ?? [];
	if (!action) throw new Error(`The provider shows no form:\n${page.replace(/<[^>]*>/g, ' ').slice(0, 500)}`);
	return { url: new URL(action, url).href, form: { prompt, login: name, password: 'any' } };
}
