import { expect, test } from '@jest/globals';
import { readIperf3 } from '../../../activities/measure-throughput/read-iperf3';

/** Recorded of 3.12 on loopback, without the parts that nobody reads. */
const measured312 = `{
	"start":	{
		"connected":	[{ "socket": 5, "local_host": "127.0.0.1", "local_port": 59148, "remote_host": "127.0.0.1", "remote_port": 45999 }],
		"version":	"iperf 3.12",
		"test_start":	{ "protocol": "TCP", "num_streams": 1, "blksize": 131072, "omit": 0, "duration": 1 }
	},
	"intervals":	[],
	"end":	{
		"streams":	[{
				"sender":	{ "socket": 5, "seconds": 1.003821, "bytes": 1370882048, "retransmits": 3, "mean_rtt": 71, "sender": true },
				"receiver":	{ "socket": 5, "seconds": 1.003821, "bytes": 1369571328, "sender": true }
			}],
		"sum_sent":	{ "start": 0, "end": 1.003821, "seconds": 1.003821, "bytes": 1370882048, "bits_per_second": 10925310771.541937, "retransmits": 3, "sender": true },
		"sum_received":	{ "start": 0, "end": 1.013921, "seconds": 1.013921, "bytes": 1369571328, "bits_per_second": 10806138371.727184, "sender": true },
		"cpu_utilization_percent":	{ "host_total": 17.323127877217587, "remote_total": 35.11626553733052 },
		"sender_tcp_congestion":	"bbr"
	}
}
`;

/** The form of 3.1, which CentOS 7 has. */
const measured31 = `{
	"start":	{ "connected": [{ "socket": 4, "local_host": "10.0.0.11", "remote_host": "10.0.0.12", "remote_port": 5201 }], "version": "iperf 3.1.7" },
	"intervals":	[],
	"end":	{
		"streams":	[{ "sender": { "socket": 4, "retransmits": 1204 }, "receiver": { "socket": 4 } }],
		"sum_sent":	{ "start": 0, "end": 5.000144, "seconds": 5.000144, "bytes": 1950351360, "bits_per_second": 3.12047e+09, "retransmits": 1204 },
		"sum_received":	{ "start": 0, "end": 5.000144, "seconds": 5.000144, "bytes": 1949040640, "bits_per_second": 3118374999.8 },
		"cpu_utilization_percent":	{ "host_total": 21.25, "remote_total": 3.5 }
	}
}
`;

const failed = (error: string): string =>
  `{\n\t"start":\t{\n\t\t"connected":\t[],\n\t\t"version":\t"iperf 3.12"\n\t},\n\t"intervals":\t[],\n\t"end":\t{\n\t},\n\t"error":\t"${error}"\n}\n`;

test.each([
  ['3.12', measured312, { megabitsPerSecond: 10806.1, resent: 3, why: null }],
  ['3.1', measured31, { megabitsPerSecond: 3118.4, resent: 1204, why: null }],
  ['one that counts no retransmits', measured31.replaceAll(/, "retransmits": 1204/g, ''), { resent: null, why: null }],
])('what was received, and what was sent again, is read of iperf3 %s', (_, text, expected) => {
  expect(readIperf3(text, 'x')).toMatchObject(expected);
});

test.each([
  ['where nobody listens', failed('unable to connect to server: Connection refused'), /refused$/],
  ['the same of 3.1', failed('error - unable to connect to server: Connection refused'), /refused$/],
  ['a firewall that refuses', failed('unable to connect to server: No route to host'), /No route to host; .*firewall/],
  ['a firewall that is silent', failed('interrupt - the client has terminated'), /no answer .*firewall/],
  ['the same of 3.1, which says nothing when it is stopped', '', /no answer .*firewall/],
  ['another measurement', failed('the server is busy running a test. try again later'), /server is busy/],
])('why there is no number is told in words: %s', (_, text, why) => {
  expect(readIperf3(text, '10.0.0.12 port 5201')).toMatchObject({
    megabitsPerSecond: null,
    resent: null,
    why: expect.stringMatching(why),
  });
  expect(readIperf3(text, '10.0.0.12 port 5201').why).toContain('10.0.0.12 port 5201');
});

test.each([
  ['no JSON', 'iperf3: parameter error'],
  ['JSON of another kind', '{"end": {}}'],
])('%s is no measurement', (_, text) => {
  expect(() => readIperf3(text, 'x')).toThrow('iperf3');
});
