import Crypto
import Foundation

extension InboxPage {
    /// Brings the page up to date without loading it: what is open stays open, and nothing moves while somebody types.
    static let script = """
        const typing = () => document.activeElement?.matches('input');
        setInterval(async () => {
          if (document.hidden || typing()) return;
          try {
            const text = await (await fetch(location.href, { headers: { Accept: 'text/html' } })).text();
            const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
            const open = [...document.querySelectorAll('details[open]')].map(entry => entry.dataset.key);
            for (const entry of fresh.querySelectorAll('details')) entry.open = open.includes(entry.dataset.key);
            if (typing()) return;
            document.querySelector('main').replaceWith(fresh);
            document.body.classList.remove('stopped');
          } catch { document.body.classList.add('stopped'); }
        }, 3000);
        """

    /// Lets this script run and no other, wherever a text of a message might put one.
    static let policy: String = {
        let digest = Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString()
        return
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\(digest)'; connect-src 'self'; form-action 'self'"
    }()
}
