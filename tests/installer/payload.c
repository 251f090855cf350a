/* Stands for SyncReview.exe where the installer is tested: it holds the mutex of the running program, says how it
 * was called, and stays open as long as a file is there.
 *
 *   SyncReview.exe [--hold NAME FILE | --lock OTHER FILE] [ARGUMENT...]
 *
 * --hold NAME FILE: keep the mutex of this name until FILE is gone.
 * --lock OTHER FILE: no mutex, but OTHER cannot be opened or removed by anybody else until FILE is gone.
 * Otherwise a line with version and command line is added to C:\called.txt, UTF-8.
 */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

static void wait_until_gone(const wchar_t *file)
{
    while (GetFileAttributesW(file) != INVALID_FILE_ATTRIBUTES)
        Sleep(50);
}

/* A file beside FILE says that the state is reached. */
static void tell_ready(const wchar_t *file)
{
    wchar_t ready[MAX_PATH];
    swprintf(ready, MAX_PATH, L"%ls.ready", file);
    FILE *made = _wfopen(ready, L"w");
    if (made)
        fclose(made);
}

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE former, PWSTR arguments, int show)
{
    (void)instance, (void)former, (void)show;
    int count = 0;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
    if (count == 4 && wcscmp(words[1], L"--lock") == 0) {
        HANDLE file = CreateFileW(words[2], GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
        if (file == INVALID_HANDLE_VALUE)
            return 2;
        tell_ready(words[3]);
        wait_until_gone(words[3]);
        CloseHandle(file);
        return 0;
    }
    BOOL hold = count == 4 && wcscmp(words[1], L"--hold") == 0;
    HANDLE mutex = CreateMutexW(NULL, FALSE, hold ? words[2] : L"SyncReview_running");
    if (mutex == NULL)
        return 3;
    if (hold) {
        tell_ready(words[3]);
        wait_until_gone(words[3]);
        return 0;
    }
    FILE *log = _wfopen(L"C:\\called.txt", L"a, ccs=UTF-8");
    if (log == NULL)
        return 4;
    fwprintf(log, L"%hs|%ls\n", VERSION, arguments);
    fclose(log);
    CloseHandle(mutex);
    return 0;
}
