/** What a fingerprint of a host key looks like, as `ssh` and `ssh-keygen -l` print it. */
export const isFingerprint = (text: string): boolean => /^SHA256:[A-Za-z0-9+/]{43}$/.test(text);

export const fingerprintExpected = 'expected a fingerprint as ssh-keygen -l prints it, SHA256:…';
