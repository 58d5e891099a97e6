import * as v from 'valibot';
import { GLOBAL_ROLES } from '../global-permissions.ts';
import { idText, lineOfText } from './text.ts';

/** A name nobody else has: plain ASCII in lower case, so that no two look alike. */
export const Handle = v.pipe(
	v.string(),
	v.regex(/^[a-z0-9_-]{3,32}$/, 'must be 3 to 32 of the letters a to z, digits, "-" and "_"'),
);

export const DisplayName = lineOfText(64);

/** How a person knows a device again in the list of where they are signed in. */
export const DeviceLabel = lineOfText(64);

/** A password as it is compared: NFC, otherwise exactly as it was typed. Whether it may be chosen is asked later. */
export const TypedPassword = v.pipe(
	v.string(),
	v.maxLength(1024, 'may have 256 characters'),
	v.check((text) => text.isWellFormed(), 'has half a character'),
	v.transform((text) => text.normalize('NFC')),
	v.minLength(1, 'is missing'),
	v.maxLength(256, 'may have 256 characters'),
);

export const MIN_PASSWORD_LENGTH = 8;
export const NewPassword = v.pipe(
	TypedPassword,
	v.check((text) => !/\p{Cc}/u.test(text), 'may have no control characters'),
	v.check(
		(text) => [...text].length >= MIN_PASSWORD_LENGTH,
		`must have at least ${MIN_PASSWORD_LENGTH} characters`,
	),
);

export const Role = v.picklist(GLOBAL_ROLES);

/** Milliseconds since the Unix epoch. */
export const Time = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A person as they see themselves. */
export const Profile = v.object({
	userId: idText,
	handle: v.string(),
	displayName: v.string(),
	role: Role,
	createdAt: Time,
});
export type Profile = v.InferOutput<typeof Profile>;

/** What signing in gives, beside the refresh cookie. */
export const SignedIn = v.object({
	accessToken: v.string(),
	/** When the access token ends. */
	expiresAt: Time,
	sessionId: idText,
	user: Profile,
});
export type SignedIn = v.InferOutput<typeof SignedIn>;
