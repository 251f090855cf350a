; The installer for Windows. build_setup.py compiles it and writes the lists that it includes:
;   install.nsh         a File line for everything that is installed
;   remove-files.nsh    a Delete line for each of them: nothing else is ever removed from the folder
;   remove-folders.nsh  an RMDir line for each folder, which keeps those that hold something of others
;   links.nsh           LINK_VIDEOS, UNLINK_VIDEOS: a line for each kind of video file
;   purge.nsh           a Delete line for everything that the program writes for itself
;
; Switches:
;   /S                          silent
;   /CurrentUser | /AllUsers    for whom; a former installation decides if none is given, else /CurrentUser
;   /LANG=en|ko                 the language
;   /DESKTOP=0|1 /ASSOCIATION=0|1 /OPENWITH=0|1    components; what was chosen last time if none is given, else 1
;   /D=FOLDER                   where to; the last one, without quotes even if it has spaces
; Of the uninstaller: /S, /LANG, /CurrentUser | /AllUsers, and
;   /PURGE                      settings, caches and downloaded models, too
;   _?=FOLDER                   the last one: wait for the end and give its exit code (it leaves Uninstall.exe)
;
; Exit codes of both:
;       0                       done
;       1                       cancelled by a person
;       2                       stopped: a file could not be written
!define RUNNING 3               ; the program is open
!define NEWER 4                 ; a newer version is installed
!define RIGHTS 5                ; for all users, without an administrator's rights
!define IN_USE 6                ; files of the installed version could not be removed
!define TOO_OLD 7               ; Windows is
!define ANOTHER 8               ; another setup is open
!define NO_PLACE 9              ; the folder that /D= gave cannot be one

Target ${TARGET}
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10

!define APP "SyncReview"
!define EXE "SyncReview.exe"
!define PUBLISHER "The SyncReview authors"
!define SUFFIX ".syncreview"
!define PROJECT_ID "SyncReview.Project.1"
!define VIDEO_ID "SyncReview.Video.1"
!define MUTEX "SyncReview_running"          ; gui/running.py holds it
!define SETUP_MUTEX "SyncReview_setup"
!define APP_KEY "Software\SyncReview"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\SyncReview"
!define CLASSES "Software\Classes"
!define NO_FOLDER "$TEMP\${APP}"            ; nobody installs there: /D= was not given

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${APP}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${APP_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "Folder"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${APP_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "Folder"
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh
!include x64.nsh

Var GivenFolder
Var GivenLanguage
Var Arguments
Var FormerFolder                            ; of the uninstaller: the one that it belongs to

Name "${APP}"
Caption "${APP} ${VERSION}"
BrandingText "${APP} ${VERSION}"
OutFile "${OUTFILE}"
InstallDir "${NO_FOLDER}"                   ; its last part is added to folders that are browsed for
AllowSkipFiles off                          ; a file that cannot be written ends it, silent or not
ShowInstDetails nevershow
ShowUninstDetails nevershow

!if "${COMPRESSION}" == "lzma"
  SetCompressor /SOLID lzma
!else
  SetCompress off
!endif

!ifdef SIGN
  !finalize '${SIGN} "%1"'
  !uninstfinalize '${SIGN} "%1"'
!endif

VIProductVersion "${VERSION_4}"
VIFileVersion "${VERSION_4}"
VIAddVersionKey /LANG=0 "ProductName" "${APP}"
VIAddVersionKey /LANG=0 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=0 "FileDescription" "${APP} Setup"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "${PUBLISHER}, MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${WIZARD}"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight
!define MUI_COMPONENTSPAGE_SMALLDESC        ; beside the list they would leave no room for its texts
!define MUI_ABORTWARNING
!define MUI_LANGDLL_ALLLANGUAGES
!define MUI_LANGDLL_REGISTRY_ROOT SHCTX
!define MUI_LANGDLL_REGISTRY_KEY "${APP_KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE ForWhomIsChosen
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(TEXT_RUN)"
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!include "texts.nsh"
!insertmacro MUI_LANGUAGE "English"
!insertmacro KOREAN_MULTIUSER_TEXTS
!insertmacro MUI_LANGUAGE "Korean"
!insertmacro TEXTS
!insertmacro MUI_RESERVEFILE_LANGDLL

; --- what installer and uninstaller both do -------------------------------------------------------

; These stand before the sections, and so do the pages: in solid data all that lies before a file is unpacked to
; get at it, and the plug-ins that a start needs must not wait for the whole program.

; Tell why and end.
!macro REFUSE TEXT CODE
  MessageBox MB_OK|MB_ICONEXCLAMATION "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

!macro SHARED un

; $GivenLanguage: the identifier that /LANG gave, or "".
Function ${un}ReadLanguage
  ${GetParameters} $Arguments
  StrCpy $GivenLanguage ""
  ClearErrors
  ${GetOptions} $Arguments "/LANG=" $0
  ${IfNot} ${Errors}
    ${If} $0 == "ko"
      StrCpy $GivenLanguage ${LANG_KOREAN}
    ${ElseIf} $0 == "en"
      StrCpy $GivenLanguage ${LANG_ENGLISH}
    ${EndIf}
  ${EndIf}
  ${If} $GivenLanguage != ""
    StrCpy $LANGUAGE $GivenLanguage
  ${EndIf}
FunctionEnd

; MultiUser would show a box here that stops silent runs.
Function ${un}RefuseWithoutRights
  ClearErrors
  ${GetOptions} $Arguments "/AllUsers" $0
  ${IfNot} ${Errors}
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      !insertmacro REFUSE "$(TEXT_RIGHTS)" ${RIGHTS}
    ${EndIf}
  ${EndIf}
FunctionEnd

; $1 becomes 1 if the program in the folder $0 cannot be replaced now.
Function ${un}FindLock
  ${If} ${FileExists} "$0\${EXE}"
    ClearErrors
    FileOpen $2 "$0\${EXE}" a
    ${If} ${Errors}
      StrCpy $1 1
    ${Else}
      FileClose $2
    ${EndIf}
    ClearErrors
  ${EndIf}
FunctionEnd

; The mutex tells of a window in this session. A locked EXE tells of a program that has no window yet (a one-file
; program that unpacks itself), works without one, or was started by another user.
Function ${un}RefuseWhileRunning
  again:
  StrCpy $1 0
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${MUTEX}") p .r0'
  ${If} $0 P<> 0
    System::Call 'kernel32::CloseHandle(p r0)'
    StrCpy $1 1
  ${EndIf}
  StrCpy $0 $INSTDIR
  Call ${un}FindLock
  ${If} $FormerFolder != ""
    StrCpy $0 $FormerFolder
    Call ${un}FindLock
  ${EndIf}
  ${If} $1 = 1
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(TEXT_RUNNING)" /SD IDCANCEL IDRETRY again
    SetErrorLevel ${RUNNING}
    Quit
  ${EndIf}
FunctionEnd

Function ${un}UnlinkProjects
  ReadRegStr $0 SHCTX "${CLASSES}\${SUFFIX}" ""
  ${If} $0 == "${PROJECT_ID}"
    DeleteRegValue SHCTX "${CLASSES}\${SUFFIX}" ""
  ${EndIf}
  DeleteRegValue SHCTX "${CLASSES}\${SUFFIX}\OpenWithProgids" "${PROJECT_ID}"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\${SUFFIX}\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\${SUFFIX}"
  DeleteRegKey SHCTX "${CLASSES}\${PROJECT_ID}"
FunctionEnd

Function ${un}UnlinkVideos
  !insertmacro UNLINK_VIDEOS
  DeleteRegKey SHCTX "${CLASSES}\${VIDEO_ID}"
  DeleteRegKey SHCTX "${CLASSES}\Applications\${EXE}"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\Applications"
FunctionEnd

; Explorer shows what was linked or unlinked.
Function ${un}TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd

!macroend

!macro UNLINK_VIDEO EXTENSION
  DeleteRegValue SHCTX "${CLASSES}\${EXTENSION}\OpenWithProgids" "${VIDEO_ID}"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\${EXTENSION}\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\${EXTENSION}"
!macroend

; A further way to open it: the default of these files is never touched.
!macro LINK_VIDEO EXTENSION
  WriteRegStr SHCTX "${CLASSES}\${EXTENSION}\OpenWithProgids" "${VIDEO_ID}" ""
  WriteRegStr SHCTX "${CLASSES}\Applications\${EXE}\SupportedTypes" "${EXTENSION}" ""
!macroend

!include "${LISTS}/links.nsh"
!insertmacro SHARED ""
!insertmacro SHARED "un."

; --- the installer --------------------------------------------------------------------------------

Section "$(TEXT_PROGRAM)" Program
  SectionIn RO
  Call RefuseNewer
  Call RefuseWhileRunning
  Call RemoveFormer

  !include "${LISTS}/install.nsh"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${EXE}"

  WriteRegStr SHCTX "${APP_KEY}" "Folder" "$INSTDIR"
  WriteRegStr SHCTX "${APP_KEY}" "Language" "$LANGUAGE"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${APP}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section "$(TEXT_DESKTOP)" Desktop
  CreateShortcut "$DESKTOP\${APP}.lnk" "$INSTDIR\${EXE}"
SectionEnd

Section "$(TEXT_ASSOCIATION)" Association
  WriteRegStr SHCTX "${CLASSES}\${PROJECT_ID}" "" "$(TEXT_PROJECT)"
  WriteRegStr SHCTX "${CLASSES}\${PROJECT_ID}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "${CLASSES}\${PROJECT_ID}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "${CLASSES}\${SUFFIX}\OpenWithProgids" "${PROJECT_ID}" ""
  ReadRegStr $0 SHCTX "${CLASSES}\${SUFFIX}" ""
  ${If} $0 == ""                            ; nobody else's
    WriteRegStr SHCTX "${CLASSES}\${SUFFIX}" "" "${PROJECT_ID}"
  ${EndIf}
SectionEnd

Section "$(TEXT_OPEN_WITH)" OpenWith
  WriteRegStr SHCTX "${CLASSES}\${VIDEO_ID}" "" "$(TEXT_VIDEO)"
  WriteRegStr SHCTX "${CLASSES}\${VIDEO_ID}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "${CLASSES}\${VIDEO_ID}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "${CLASSES}\Applications\${EXE}" "FriendlyAppName" "${APP}"
  WriteRegStr SHCTX "${CLASSES}\Applications\${EXE}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  !insertmacro LINK_VIDEOS
SectionEnd

; Hidden: takes away what is not chosen any more, and remembers the choice.
Section "-" Choices
  ${IfNot} ${SectionIsSelected} ${Desktop}
    Delete "$DESKTOP\${APP}.lnk"
  ${EndIf}
  ${IfNot} ${SectionIsSelected} ${Association}
    Call UnlinkProjects
  ${EndIf}
  ${IfNot} ${SectionIsSelected} ${OpenWith}
    Call UnlinkVideos
  ${EndIf}
  !macro REMEMBER NAME SECTION
    StrCpy $0 0
    ${If} ${SectionIsSelected} ${SECTION}
      StrCpy $0 1
    ${EndIf}
    WriteRegDWORD SHCTX "${APP_KEY}" "${NAME}" $0
  !macroend
  !insertmacro REMEMBER DESKTOP ${Desktop}
  !insertmacro REMEMBER ASSOCIATION ${Association}
  !insertmacro REMEMBER OPENWITH ${OpenWith}
  Call TellExplorer
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${Program} "$(TEXT_PROGRAM_ABOUT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Desktop} "$(TEXT_DESKTOP_ABOUT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Association} "$(TEXT_ASSOCIATION_ABOUT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${OpenWith} "$(TEXT_OPEN_WITH_ABOUT)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
  SetRegView 64                             ; first: MultiUser reads where the former version is
  StrCpy $GivenFolder ""
  ${If} $INSTDIR != "${NO_FOLDER}"
    StrCpy $GivenFolder $INSTDIR            ; MultiUser writes over /D=
  ${EndIf}
  Call ReadLanguage
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} 17763
    !insertmacro REFUSE "$(TEXT_WINDOWS)" ${TOO_OLD}
  ${EndIf}
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${SETUP_MUTEX}") p .r0 ?e'
  Pop $0
  ${If} $0 = 183                            ; it exists
    !insertmacro REFUSE "$(TEXT_ANOTHER)" ${ANOTHER}
  ${EndIf}
  Call RefuseWrongFolder
  Call RefuseWithoutRights
  !insertmacro MULTIUSER_INIT
  ${If} $GivenLanguage == ""
    !insertmacro MUI_LANGDLL_DISPLAY
  ${EndIf}
  Call FollowFormer
FunctionEnd

; NSIS takes the usual folder, without a word, if there is no such drive or a file is in the way.
Function RefuseWrongFolder
  System::Call 'kernel32::GetCommandLineW() w .r0'
  ClearErrors
  ${GetOptions} $0 "/D=" $1
  ${IfNot} ${Errors}
  ${AndIf} $GivenFolder == ""
    !insertmacro REFUSE "$(TEXT_FOLDER)" ${NO_PLACE}
  ${EndIf}
FunctionEnd

Function ForWhomIsChosen
  Call FollowFormer
  Call CompareFormer
  ${If} $0 = 1
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(TEXT_NEWER)"
    Abort                                   ; back to the page: the other choice may do
  ${EndIf}
FunctionEnd

; A box is ticked as it was last time, and by the command line.
!macro FOLLOW NAME SECTION
  ClearErrors
  ReadRegDWORD $0 SHCTX "${APP_KEY}" "${NAME}"
  ${If} ${Errors}
    StrCpy $0 1
  ${EndIf}
  !if "${NAME}" == "DESKTOP"
    ${If} $FormerFolder != ""
    ${AndIfNot} ${FileExists} "$DESKTOP\${APP}.lnk"
      StrCpy $0 0                           ; somebody put it into the bin: that is a choice, too
    ${EndIf}
  !endif
  ClearErrors
  ${GetOptions} $Arguments "/${NAME}=" $1
  ${IfNot} ${Errors}
    StrCpy $0 $1
  ${EndIf}
  ${If} $0 == "0"
    !insertmacro UnselectSection ${SECTION}
  ${Else}
    !insertmacro SelectSection ${SECTION}
  ${EndIf}
!macroend

; What is there for this user, or for all: its folder and its components.
Function FollowFormer
  ${If} $GivenFolder != ""
    StrCpy $INSTDIR $GivenFolder
  ${EndIf}
  ReadRegStr $FormerFolder SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  !insertmacro FOLLOW DESKTOP ${Desktop}
  !insertmacro FOLLOW ASSOCIATION ${Association}
  !insertmacro FOLLOW OPENWITH ${OpenWith}
FunctionEnd

; $0 becomes 1 if what is installed is newer, $1 is its version.
Function CompareFormer
  StrCpy $0 0
  ReadRegStr $1 SHCTX "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $1 != ""
    ${VersionCompare} "$1" "${VERSION}" $0
  ${EndIf}
FunctionEnd

Function RefuseNewer
  Call CompareFormer
  ${If} $0 = 1
    !insertmacro REFUSE "$(TEXT_NEWER)" ${NEWER}
  ${EndIf}
FunctionEnd

; The former uninstaller knows its files. It leaves the entry and itself, so that an upgrade that breaks off here
; can still be uninstalled.
Function RemoveFormer
  StrCpy $0 $FormerFolder
  ${If} $0 == ""
  ${OrIfNot} ${FileExists} "$0\Uninstall.exe"
    Return
  ${EndIf}
  InitPluginsDir
  CopyFiles /SILENT "$0\Uninstall.exe" "$PLUGINSDIR\former.exe"
  StrCpy $1 -1
  ExecWait '"$PLUGINSDIR\former.exe" /S /UPGRADE /$MultiUser.InstallMode _?=$0' $1
  ${If} $1 <> 0
    !insertmacro REFUSE "$(TEXT_FORMER)" ${IN_USE}
  ${EndIf}
  ${If} $0 != $INSTDIR
    Delete "$0\Uninstall.exe"
    RMDir "$0"
  ${EndIf}
FunctionEnd

; By way of Explorer: the installer may have an administrator's rights, and the program must not get them.
Function StartProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${EXE}"'
FunctionEnd

; --- the uninstaller ------------------------------------------------------------------------------

Section "un.${APP}" unProgram
  SectionIn RO
  Call un.RefuseWhileRunning
  SetOutPath "$TEMP"                        ; a folder that is somebody's current one cannot be removed
  ClearErrors
  !include "${LISTS}/remove-files.nsh"
  ${If} ${Errors}
    !insertmacro REFUSE "$(TEXT_LEFT)" ${IN_USE}
  ${EndIf}
  !include "${LISTS}/remove-folders.nsh"
  Call un.UnlinkProjects
  Call un.UnlinkVideos
  ClearErrors
  ${GetOptions} $Arguments "/UPGRADE" $0
  ${If} ${Errors}
    Delete "$INSTDIR\Uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${APP}.lnk"
    Delete "$DESKTOP\${APP}.lnk"
    DeleteRegKey SHCTX "${APP_KEY}"
    DeleteRegKey SHCTX "${UNINSTALL_KEY}"
    Call un.TellExplorer
  ${EndIf}
SectionEnd

Section /o "un.$(TEXT_PURGE)" unPurge
  SetShellVarContext current
  !include "${LISTS}/purge.nsh"
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${unProgram} "$(TEXT_UN_PROGRAM_ABOUT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${unPurge} "$(TEXT_PURGE_ABOUT)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
  SetRegView 64
  Call un.ReadLanguage
  Call un.RefuseWithoutRights
  StrCpy $FormerFolder $INSTDIR
  !insertmacro MULTIUSER_UNINIT
  StrCpy $INSTDIR $FormerFolder             ; MultiUser writes the folder of the registry over it
  Call un.FindOwner
  StrCpy $INSTDIR $FormerFolder
  ${If} $GivenLanguage == ""
    !insertmacro MUI_UNGETLANGUAGE
  ${EndIf}
  ClearErrors
  ${GetOptions} $Arguments "/PURGE" $0
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${unPurge}
  ${EndIf}
FunctionEnd

; Started by hand, without the switch that the entry in Windows' list has: whose folder is this?
Function un.FindOwner
  ReadRegStr $0 SHCTX "${APP_KEY}" "Folder"
  ${If} $0 == $INSTDIR
    Return
  ${EndIf}
  ReadRegStr $0 HKLM "${APP_KEY}" "Folder"
  ${If} $0 == $INSTDIR
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      !insertmacro REFUSE "$(TEXT_RIGHTS)" ${RIGHTS}
    ${EndIf}
    Call un.MultiUser.InstallMode.AllUsers
    Return
  ${EndIf}
  ReadRegStr $0 HKCU "${APP_KEY}" "Folder"
  ${If} $0 == $INSTDIR
    Call un.MultiUser.InstallMode.CurrentUser
  ${EndIf}
FunctionEnd
