-- Drives the server as neovim's own client does.  usage: nvim --headless --clean -c 'luafile nvim.lua'
-- E2E_SERVER: the command's launcher; E2E_FILE: a copy of workspaces/fixes/borrowed.c. Written for neovim 0.7, which Debian 12 has.
local server = assert(os.getenv('E2E_SERVER'))
local file = assert(os.getenv('E2E_FILE'))
local exit_code

local function wait(what, ready)
  assert(vim.wait(40000, ready, 20), 'waited in vain until ' .. what)
end

local function say(...)
  io.stdout:write(string.format(...) .. '\n')
end

local function test()
  vim.cmd('edit ' .. vim.fn.fnameescape(file))
  vim.bo.filetype = 'c'
  local id = vim.lsp.start_client({
    name = 'ssl-lint',
    cmd = { 'node', server, 'lsp', '--stdio' },
    root_dir = vim.fn.fnamemodify(file, ':h'),
    on_exit = function(code) exit_code = code end,
  })
  wait('the server is ready', function()
    local client = vim.lsp.get_client_by_id(id)
    return client and client.initialized
  end)
  local client = vim.lsp.get_client_by_id(id)
  assert(vim.lsp.buf_attach_client(0, id), 'not attached')

  -- Findings arrive without being asked for.
  wait('there is a diagnostic', function() return #vim.diagnostic.get(0) == 1 end)
  local found = vim.diagnostic.get(0)[1]
  say('diagnostic %d:%d %s %s', found.lnum + 1, found.col + 1, found.source, found.user_data.lsp.code)

  local function request(method, params)
    local answers = assert(vim.lsp.buf_request_sync(0, method, params, 40000), method .. ' is not answered')
    assert(answers[id] and not answers[id].err, method .. ' fails: ' .. vim.inspect(answers))
    return answers[id].result
  end
  local document = { uri = vim.uri_from_bufnr(0) }

  local hover = request('textDocument/hover', { textDocument = document, position = { line = 7, character = 28 } })
  say('hover %s', hover.contents.value:match('SSL_get_session'))

  -- A change of one line, sent as such.
  local length = #vim.api.nvim_buf_get_lines(0, 0, -1, false)
  vim.api.nvim_buf_set_lines(0, 12, 13, false, { '    /* kept */' })
  wait('the diagnostic goes when the release is taken out', function() return #vim.diagnostic.get(0) == 0 end)
  vim.api.nvim_buf_set_lines(0, 12, 13, false, { '    SSL_SESSION_free(sess);' })
  wait('it comes back', function() return #vim.diagnostic.get(0) == 1 end)
  assert(#vim.api.nvim_buf_get_lines(0, 0, -1, false) == length)

  -- A quick fix, resolved, applied and saved.
  found = vim.diagnostic.get(0)[1]
  local range = { start = { line = found.lnum, character = found.col }, ['end'] = { line = found.end_lnum, character = found.end_col } }
  local diagnostic = vim.tbl_extend('force', found.user_data.lsp, { range = range, message = found.message, source = found.source, severity = found.severity })
  local actions = request('textDocument/codeAction', { textDocument = document, range = range, context = { diagnostics = { diagnostic } } })
  local chosen
  for _, action in ipairs(actions) do
    if action.title:match('Take a reference') then chosen = action end
  end
  assert(chosen, 'no such action: ' .. vim.inspect(actions))
  if not chosen.edit then chosen = request('codeAction/resolve', chosen) end
  vim.lsp.util.apply_workspace_edit(chosen.edit, client.offset_encoding)
  wait('the diagnostic is gone after the fix', function() return #vim.diagnostic.get(0) == 0 end)
  vim.cmd('write')
  say('action %s', chosen.title)

  vim.lsp.stop_client(id)
  wait('the server has ended', function() return exit_code ~= nil end)
  say('exit %d', exit_code)
end

local ok, problem = pcall(test)
if ok then vim.cmd('qall!') end
io.stderr:write(tostring(problem) .. '\n')
vim.cmd('cquit 1')
