import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { Call } from '../module.ts';

/** Where the page is that asks: an origin of ours, as the door checked. */
export type Site = { readonly origin: string; readonly host: string };

const NO_PAGE: ProtocolError = {
	code: 'forbidden',
	field: 'Origin',
	message: 'Only a page in a browser can ask for this',
};
const BARE_ADDRESS: ProtocolError = {
	code: 'invalid',
	field: 'Origin',
	message: 'Passkeys belong to a name, not to a network address. Open this server by its name',
};

export function siteOf(call: Pick<Call, 'header'>): Result<Site, ProtocolError> {
	const origin = call.header('origin');
	if (origin === null || !URL.canParse(origin)) return err(NO_PAGE);
	return ok({ origin, host: new URL(origin).hostname });
}

/** The same for passkeys, which browsers make for names only. */
export function passkeySiteOf(call: Pick<Call, 'header'>): Result<Site, ProtocolError> {
	const site = siteOf(call);
	if (site.ok && /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/.test(site.value.host)) return err(BARE_ADDRESS);
	return site;
}
