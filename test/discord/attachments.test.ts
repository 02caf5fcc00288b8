import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fileFetcher } from '../../src/discord/attachments.js';
import { ManualClock } from './manual-clock.js';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A host on this machine, as `127.0.0.1:PORT`. */
async function host(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const file = (url: string, size = 3) => ({ name: 'notes.md', url, size });
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('an attached file', () => {
  it('is read from a host that was named', async () => {
    const cdn = await host((_, response) => response.end('# Notes'));
    expect(text(await fileFetcher({ hosts: [cdn] })(file(`http://${cdn}/attachments/1/2/notes.md?ex=1`)))).toBe(
      '# Notes',
    );
  });

  it.each([
    ['another host', 'https://evil.example/notes.md'],
    ['the operator’s own network', 'https://169.254.169.254/latest/meta-data'],
    ['a port that was not named', 'https://cdn.example:8443/notes.md'],
    ['a host with a name before it', 'https://cdn.example@evil.example/notes.md'],
    ['somebody’s password', 'https://user:word@cdn.example/notes.md'],
    ['plain http', 'http://cdn.example/notes.md'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/plain,notes'],
    ['no address', 'notes.md'],
    ['a host that only begins so', 'https://cdn.example.evil.example/notes.md'],
  ])('is not read from %s', async (_what, url) => {
    let asked = 0;
    const fetch = async (): Promise<Response> => {
      asked += 1;
      return new Response('notes');
    };
    const refused = fileFetcher({ hosts: ['cdn.example'], fetch })(file(url));
    await expect(refused).rejects.toMatchObject({ code: 'unreadable' });
    await expect(refused).rejects.toThrow(/Cannot read notes\.md\. Expected an address of cdn\.example, found /);
    expect(asked).toBe(0);
  });

  it('is read over https, whatever the case of the host', async () => {
    const fetch = async (url: string | URL | Request): Promise<Response> => new Response(String(url));
    const read = fileFetcher({ hosts: ['cdn.example'], fetch: fetch as typeof globalThis.fetch });
    expect(text(await read(file('https://CDN.example/a')))).toBe('https://cdn.example/a');
  });

  it('is followed to another place of a named host, and to no other', async () => {
    const inner = await host((_, response) => response.end('secret'));
    const cdn = await host((request, response) => {
      const to = request.url === '/away' ? `http://${inner}/` : '/there';
      if (request.url === '/there') response.end('notes');
      else response.writeHead(302, { location: to }).end();
    });
    const read = fileFetcher({ hosts: [cdn] });
    expect(text(await read(file(`http://${cdn}/here`)))).toBe('notes');
    await expect(read(file(`http://${cdn}/away`))).rejects.toThrow(`found http://${inner}`);
  });

  it('is not followed for ever', async () => {
    let asked = 0;
    const cdn = await host((_, response) => {
      asked += 1;
      response.writeHead(307, { location: '/again' }).end();
    });
    await expect(fileFetcher({ hosts: [cdn] })(file(`http://${cdn}/`))).rejects.toThrow('too many redirects');
    expect(asked).toBe(4);
  });

  it('is not read beyond its size, whatever was said of it', async () => {
    let asked = 0;
    const cdn = await host((_, response) => {
      asked += 1;
      response.write('x'.repeat(80));
      response.end('x'.repeat(80));
    });
    const read = fileFetcher({ hosts: [cdn], maxBytes: 100 });
    await expect(read(file(`http://${cdn}/`, 101))).rejects.toMatchObject({ code: 'too-large' });
    expect(asked).toBe(0);
    await expect(read(file(`http://${cdn}/`, 3))).rejects.toThrow('Expected at most 100 bytes, found more');
    expect(asked).toBe(1);
  });

  it('is given up when it does not come in time, and nothing waits on', async () => {
    const cdn = await host((_, response) => void response.write('no'));
    const clock = new ManualClock();
    const reading = fileFetcher({ hosts: [cdn], clock, timeoutMs: 5_000 })(file(`http://${cdn}/`));
    const refused = expect(reading).rejects.toThrow('Found no end of it within 5 s');
    await clock.pass(5_000);
    await refused;
    for (const server of servers) server.closeAllConnections();
  });

  it('that is gone says so', async () => {
    const cdn = await host((_, response) => response.writeHead(404).end());
    await expect(fileFetcher({ hosts: [cdn] })(file(`http://${cdn}/`))).rejects.toThrow('Found that it is gone');
    const dead = fileFetcher({ hosts: ['127.0.0.1:9'] })(file('http://127.0.0.1:9/'));
    await expect(dead).rejects.toMatchObject({ code: 'unreadable' });
  });
});
