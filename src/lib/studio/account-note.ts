/** The setting that says who is signed in on this device: without it, nothing of accounts is loaded or asked. */
export const ACCOUNT_NOTE = 'account';
