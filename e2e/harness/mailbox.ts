import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** An SMTP server on this machine that takes every mail, and hands it to whoever waits for it. */
export class Mailbox {
  readonly #server: Server;
  readonly #mails: string[] = [];
  #wake: (() => void) | null = null;
  #isFull = false;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => this.#take(socket));
  }

  static async open(): Promise<Mailbox> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Mailbox(server);
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('the mailbox is closed');
    }
    return `smtp://127.0.0.1:${address.port}`;
  }

  /** From now on it asks whoever brings a mail to come again, or takes them. */
  isFull(full: boolean): void {
    this.#isFull = full;
  }

  /** The next mail to somebody that says this: its text, with long lines put together again. */
  async next(email: string, says = /./): Promise<string> {
    for (;;) {
      const to = `to: ${email.toLowerCase()}`;
      const at = this.#mails.findIndex((mail) => mail.toLowerCase().includes(to) && says.test(mail));
      if (at >= 0) {
        return this.#mails.splice(at, 1)[0] ?? '';
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #take(socket: Socket): void {
    let data: string[] | null = null;
    socket.write('220 mailbox\r\n');
    // A client that hangs up has nothing more to say.
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (line) => {
      if (data === null) {
        const command = line.slice(0, 4).toUpperCase();
        if (command === 'DATA' && this.#isFull) {
          socket.write('450 come again\r\n');
        } else if (command === 'DATA') {
          data = [];
          socket.write('354 go on\r\n');
        } else {
          socket.write(command === 'QUIT' ? '221 bye\r\n' : '250 fine\r\n');
        }
      } else if (line === '.') {
        this.#mails.push(data.join('\n').replaceAll('=\n', '').replaceAll('=3D', '='));
        data = null;
        socket.write('250 taken\r\n');
        this.#wake?.();
      } else {
        data.push(line);
      }
    });
  }
}
