package browser_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// patience is the longest wait for an answer or for a condition in a page, on a busy
// machine. No test takes it to pass.
const patience = 2 * time.Minute

// tab is a page in a browser of its own.
type tab struct {
	t       *testing.T
	in      *os.File
	out     chan message
	session string
	next    int
	// requested are the addresses of all requests of the page.
	requested []string
	// problems are exceptions and refusals by the page's policy.
	problems []string
}

type message struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// open starts Chromium and opens an address. No name resolves, so that no request
// can leave the machine. Without scrollbars the width of a page does not depend on when
// it is measured.
func open(t *testing.T, address string) *tab {
	t.Helper()
	fromUs, toBrowser, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	fromBrowser, toUs, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	// The browser is closed after the test, when its context has ended.
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), executable(t), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe",
		"--ignore-certificate-errors", "--hide-scrollbars", "--no-first-run", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
		"--user-data-dir="+t.TempDir(), "about:blank")
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+fonts(t))
	cmd.ExtraFiles = []*os.File{fromUs, toUs}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	b := &tab{t: t, in: toBrowser, out: make(chan message, 10_000)}
	go b.listen(fromBrowser)
	t.Cleanup(func() {
		b.send("Browser.close", nil)
		if err := errors.Join(cmd.Wait(), fromUs.Close(), toUs.Close(), toBrowser.Close()); err != nil {
			t.Log(err)
		}
	})
	var target struct {
		TargetID string `json:"targetId"`
	}
	b.call("Target.createTarget", object{"url": "about:blank"}, &target)
	var attached struct {
		SessionID string `json:"sessionId"`
	}
	b.call("Target.attachToTarget", object{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Network", "Page", "Runtime", "Log"} {
		b.call(domain+".enable", nil, nil)
	}
	b.call("Page.navigate", object{"url": address}, nil)
	b.until("document.readyState === 'complete' && location.href !== 'about:blank'")
	return b
}

type object = map[string]any

// listen reads messages, which end with a zero byte.
func (b *tab) listen(from *os.File) {
	defer close(b.out)
	reader := bufio.NewReader(from)
	for {
		data, err := reader.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if json.Unmarshal(data[:len(data)-1], &m) == nil {
			b.out <- m
		}
	}
}

func (b *tab) send(method string, params object) {
	b.next++
	m := object{"id": b.next, "method": method}
	if params != nil {
		m["params"] = params
	}
	if b.session != "" && !strings.HasPrefix(method, "Browser.") && !strings.HasPrefix(method, "Target.") {
		m["sessionId"] = b.session
	}
	data, err := json.Marshal(m)
	if err == nil {
		_, err = b.in.Write(append(data, 0))
	}
	if err != nil {
		b.t.Errorf("%s: %v", method, err)
	}
}

// call sends a command and decodes its result.
func (b *tab) call(method string, params object, into any) {
	b.t.Helper()
	b.send(method, params)
	deadline := time.After(patience)
	for {
		select {
		case m, running := <-b.out:
			switch {
			case !running:
				b.t.Fatalf("%s: the browser has ended", method)
			case m.ID == b.next && m.Error != nil:
				b.t.Fatalf("%s: %s", method, m.Error.Message)
			case m.ID == b.next:
				if into != nil && json.Unmarshal(m.Result, into) != nil {
					b.t.Fatalf("%s returned %s", method, m.Result)
				}
				return
			default:
				b.note(m)
			}
		case <-deadline:
			b.t.Fatalf("%s: no answer", method)
		}
	}
}

// note records an event.
func (b *tab) note(m message) {
	switch m.Method {
	case "Network.requestWillBeSent":
		var p struct{ Request struct{ URL string } }
		if json.Unmarshal(m.Params, &p) == nil {
			b.requested = append(b.requested, p.Request.URL)
		}
	case "Runtime.exceptionThrown", "Log.entryAdded":
		b.problems = append(b.problems, string(m.Params))
	}
}

// eval is the value of an expression in the page, as text. A promise is awaited.
func (b *tab) eval(expression string) string {
	b.t.Helper()
	var answer struct {
		Result struct {
			Value any `json:"value"`
		} `json:"result"`
		Exception *struct {
			Exception struct {
				Description string `json:"description"`
			} `json:"exception"`
		} `json:"exceptionDetails"`
	}
	b.call("Runtime.evaluate", object{"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true}, &answer)
	if answer.Exception != nil {
		b.t.Fatalf("%s: %s", expression, answer.Exception.Exception.Description)
	}
	return fmt.Sprint(answer.Result.Value)
}

// until waits for a condition in the page: the browser evaluates it with each frame.
func (b *tab) until(condition string) {
	b.t.Helper()
	b.eval("new Promise((done) => { const look = () => (" + condition + ") ? done(true) : setTimeout(look, 20); look(); })")
}

// press presses a key.
func (b *tab) press(key string, code int) {
	b.t.Helper()
	for _, kind := range []string{"keyDown", "keyUp"} {
		event := object{"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}
		if key == "Enter" && kind == "keyDown" {
			event["text"] = "\r"
		}
		b.call("Input.dispatchKeyEvent", event, nil)
	}
}

const (
	keyTab    = 9
	keyEnter  = 13
	keyEscape = 27
)

// local expects that each request stayed on the machine, and that the page had no
// problem.
func (b *tab) local(own string) {
	b.t.Helper()
	b.eval("1") // reads the events so far
	if len(b.requested) == 0 {
		b.t.Error("no request was seen, so the test proves nothing")
	}
	for _, address := range b.requested {
		if !strings.HasPrefix(address, own) && !strings.HasPrefix(address, "blob:") {
			b.t.Errorf("the page requests %s", address)
		}
	}
	for _, problem := range b.problems {
		b.t.Errorf("the page has a problem: %s", problem)
	}
}

// contrast lists the texts whose contrast with their background is below 4.5, the
// limit of WCAG 2 for text.
const contrast = `(() => {
  const rgb = (color) => { const m = color.match(/[\d.]+/g).map(Number); return m.length === 4 && m[3] === 0 ? null : m; };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const low = [];
  for (const e of document.querySelectorAll("body *")) {
    const text = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!text || e.closest("title, script, style")) continue;
    const svg = e instanceof SVGElement;
    const color = rgb(getComputedStyle(e)[svg ? "fill" : "color"]);
    let back = svg ? rgb(getComputedStyle(document.body).backgroundColor) : null;
    for (let at = e; at && !back; at = at.parentElement) back = rgb(getComputedStyle(at).backgroundColor);
    const [a, b] = [light(color), light(back ?? [255, 255, 255])];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(e.outerHTML.slice(0, 120) + " " + ratio.toFixed(2));
  }
  return low.join("\n");
})()`
