;;; Drives the server as eglot does.  usage: emacs --batch -q -l eglot.el  -*- lexical-binding: t -*-
;; E2E_SERVER: the command's launcher; E2E_FILE: a copy of workspaces/fixes/borrowed.c. Written for emacs 28 with eglot 1.9 (Debian 12).
;; Not -Q: the packages of Debian are found by its site-start.
(package-initialize)
(require 'cl-lib)
(require 'eglot)
(require 'flymake)

(defun e2e-wait (what ready)
  "Wait until READY returns non-nil; WHAT says what that is."
  (let ((start (float-time)))
    (while (and (not (funcall ready)) (< (- (float-time) start) 40))
      (accept-process-output nil 0.05))
    (unless (funcall ready) (error "Waited in vain until %s" what))))

(defun e2e-diagnostics ()
  "The diagnostics of this buffer, asked for anew."
  ;; What a user who pauses does: changes are sent by a timer that never fires in batch mode.
  (eglot--signal-textDocument/didChange)
  (flymake-start)
  (flymake-diagnostics))

(defun e2e-here ()
  "Position of point, as the server counts."
  (eglot--pos-to-lsp-position))

(defun e2e-test ()
  (let ((server (getenv "E2E_SERVER")) (file (getenv "E2E_FILE")))
    (setq eglot-sync-connect 40 eglot-confirm-server-initiated-edits nil make-backup-files nil)
    (find-file file)
    (c-mode)
    (eglot '(c-mode) (cons 'transient default-directory) 'eglot-lsp-server (list "node" server "lsp" "--stdio") "c")
    (flymake-mode 1)

    (e2e-wait "there is a diagnostic" (lambda () (= 1 (length (e2e-diagnostics)))))
    (let ((found (car (flymake-diagnostics))))
      (princ (format "diagnostic line %d %s\n" (line-number-at-pos (flymake-diagnostic-beg found)) (flymake-diagnostic-text found))))

    (goto-char (point-min))
    (search-forward "SSL_get_ses")
    (let* ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                   (list :textDocument (eglot--TextDocumentIdentifier) :position (e2e-here))))
           (text (plist-get (plist-get hover :contents) :value)))
      (princ (format "hover %s\n" (and (string-match "SSL_get_session" text) (match-string 0 text)))))

    ;; A change inside a line, sent as such.
    (goto-char (point-min))
    (search-forward "SSL_get_session")
    (replace-match "SSL_get1_session" t t)
    (e2e-wait "the diagnostic goes when the reference is taken" (lambda () (null (e2e-diagnostics))))
    (goto-char (point-min))
    (search-forward "SSL_get1_session")
    (replace-match "SSL_get_session" t t)
    (e2e-wait "it comes back" (lambda () (= 1 (length (e2e-diagnostics)))))

    (goto-char (flymake-diagnostic-beg (car (flymake-diagnostics))))
    (let* ((server (eglot--current-server-or-lose))
           (diagnostics (vconcat (mapcar (lambda (it) (cdr (assoc 'eglot-lsp-diag (eglot--diag-data it)))) (flymake-diagnostics))))
           (actions (jsonrpc-request server :textDocument/codeAction
                                     (list :textDocument (eglot--TextDocumentIdentifier)
                                           :range (list :start (e2e-here) :end (e2e-here))
                                           :context (list :diagnostics diagnostics))))
           (action (or (cl-find-if (lambda (it) (string-prefix-p "Take a reference" (plist-get it :title))) actions)
                       (error "No such action: %S" actions)))
           (whole (if (plist-get action :edit) action (jsonrpc-request server :codeAction/resolve action))))
      (eglot--apply-workspace-edit (plist-get whole :edit))
      (e2e-wait "the diagnostic is gone after the fix" (lambda () (null (e2e-diagnostics))))
      (save-buffer)
      (princ (format "action %s\n" (plist-get action :title))))
    (eglot-shutdown (eglot--current-server-or-lose))))

(condition-case problem
    (e2e-test)
  (error (princ (format "%S\n" problem)) (kill-emacs 1)))
