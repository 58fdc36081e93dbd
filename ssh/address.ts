import { OffloadError } from '../domain/errors';

/** `[user@]host[:port]` taken apart; an IPv6 address with a port stands in brackets. */
export interface SshAddress {
  readonly user: string | null;
  readonly host: string;
  readonly port: number | null;
}

const addressPattern =
  /^(?:([A-Za-z0-9_][\w.-]*)@)?(?:\[([0-9A-Fa-f:.%]+)\]|([A-Za-z0-9_][\w.-]*)|([0-9A-Fa-f:]+:[0-9A-Fa-f:.%]*))(?::(\d{1,5}))?$/;

/** Reads an address strictly: it is handed to `ssh -G`, and must never look like an option. Throws WrongUsage. */
export function parseAddress(text: string): SshAddress {
  const [, user, bracketed, name, ipv6, port] = addressPattern.exec(text) ?? [];
  const host = bracketed ?? name ?? ipv6;
  if (host === undefined || !isPort(port)) {
    throw new OffloadError({ type: 'WrongUsage', message: `${text} is no [user@]host[:port]` });
  }
  return { user: user ?? null, host, port: port === undefined ? null : Number(port) };
}

const isPort = (digits: string | undefined): boolean =>
  digits === undefined || (Number(digits) >= 1 && Number(digits) <= 65_535);
